import type { FaultWire } from '#lib/contract/fault-wire.ts'

/** One error as text in the form that the client accepts. */
export interface FaultBody {
  readonly contentType: string
  readonly text: string
}

/** JSON for clients that ask for it, plain text for those that ask for that, else the HTML that old clients parse. */
export function faultBody(fault: FaultWire, accept: string | undefined): FaultBody {
  // openstacksdk sends an empty Accept with image data, and shows the message of a JSON answer only.
  const accepted = accept === undefined || accept.trim() === '' ? 'application/json' : accept
  if (accepted.includes('application/json')) {
    return { contentType: 'application/json', text: JSON.stringify(fault) }
  }
  if (accepted.includes('text/html') || accepted.includes('*/*')) {
    return { contentType: 'text/html; charset=UTF-8', text: html(fault) }
  }
  return { contentType: 'text/plain; charset=UTF-8', text: `${fault.code}\n\n${fault.message}\n` }
}

/** One thing per line: clients strip the tags and join the lines. */
function html({ code, message }: FaultWire): string {
  return `<html>
<head>
<title>${code}</title>
</head>
<body>
<h1>${code}</h1>
<p>${escapeText(message)}</p>
</body>
</html>
`
}

/** For text between tags; quotes may stay, and clients that do not decode entities show them as they are. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
