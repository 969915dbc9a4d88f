import { STATUS_CODES } from 'node:http'
import type { Content, Operation, SchemaRef } from './operation.ts'

interface Page {
  readonly operations: readonly Operation[]
  readonly schemas: Readonly<Record<string, unknown>>
  readonly baseUrl: string
}

/** The description for people: one file without scripts, whose style is a file of ours beside it. */
export function apiPage({ operations, schemas, baseUrl }: Page): string {
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  const sections = tags.map((tag) =>
    section(
      tag,
      operations.filter((operation) => operation.tag === tag),
    ),
  )
  const models = Object.entries(schemas).map(
    ([name, schema]) =>
      `<details id="${modelId(name)}"><summary><code>${escapeText(name)}</code></summary><div class="body"><pre tabindex="0">${escapeText(JSON.stringify(schema, null, 2))}</pre></div></details>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Vitrine</title>
<link rel="stylesheet" href="/docs/api.css">
</head>
<body>
<main>
<h1>The API of this service</h1>
<p>Every client of the OpenStack Image API can talk to <code>${escapeText(baseUrl)}</code>. Programs read the same
description at <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
<p>Send a token in <code>X-Auth-Token</code>; <code>POST /identity/v3/auth/tokens</code> gives one. Faults are JSON for
clients that accept it, and say what is wrong and what to do.</p>
<nav aria-label="Parts of the API"><ul>
${[...tags, 'Schemas'].map((tag) => `<li><a href="#${idOf(tag)}">${escapeText(tag)}</a></li>`).join('\n')}
</ul></nav>
${sections.join('\n')}
<section aria-labelledby="${idOf('Schemas')}"><h2 id="${idOf('Schemas')}">Schemas</h2>
${models.join('\n')}
</section>
</main>
</body>
</html>
`
}

function section(tag: string, operations: readonly Operation[]): string {
  return `<section aria-labelledby="${idOf(tag)}"><h2 id="${idOf(tag)}">${escapeText(tag)}</h2>
${operations.map(operationBlock).join('\n')}
</section>`
}

function operationBlock(operation: Operation): string {
  const { method, path, summary, query = {}, headers = {}, body, answer, faults = [] } = operation
  const shownPath = path.replace(/:(\w+)/g, '{$1}')
  const statuses = [...(operation.isOpen === true ? [] : [400, 401]), ...faults]
  return `<details id="${idOf(`${method}-${path}`)}"><summary><span class="method">${method}</span> <code>${escapeText(shownPath)}</code> <span>${escapeText(summary)}</span></summary>
<div class="body">
${termList('Query', query)}${termList('Headers', headers)}${body === undefined ? '' : content('Body', body)}${content(`Answer ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`, answer)}
${statuses.length === 0 ? '' : `<h3>Faults</h3><p>${statuses.map((status) => `${status} ${STATUS_CODES[status]}`).join(', ')}</p>`}
</div></details>`
}

function termList(title: string, terms: Readonly<Record<string, SchemaRef>>): string {
  const rows = Object.entries(terms).map(
    ([name, schema]) => `<dt><code>${escapeText(name)}</code></dt><dd>${escapeText(inWords(schema))}</dd>`,
  )
  return rows.length === 0 ? '' : `<h3>${title}</h3><dl>${rows.join('')}</dl>\n`
}

function content(title: string, { media = 'application/json', schema }: Content): string {
  const link =
    typeof schema === 'string'
      ? `<a href="#${modelId(schema)}">${escapeText(schema)}</a>`
      : schema === undefined || media !== 'application/json'
        ? ''
        : `<code>${escapeText(JSON.stringify(schema))}</code>`
  const shownMedia = schema === undefined && media === 'application/json' ? 'nothing' : media
  return `<h3>${title}</h3><p><code>${escapeText(shownMedia)}</code> ${link}</p>\n`
}

function inWords(schema: SchemaRef): string {
  if (typeof schema === 'string') return schema
  const { description, enum: choices, type, minimum } = schema
  if (typeof description === 'string') return description
  if (Array.isArray(choices)) return choices.map((each) => String(each) || '(empty)').join(', ')
  return minimum === undefined ? String(type) : `${String(type)} from ${String(minimum)}`
}

function idOf(words: string): string {
  return words.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()
}

function modelId(name: string): string {
  return `schema-${idOf(name)}`
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
