import { CopyButton } from '#components/ui/copy-button.tsx'

interface CodeValueProps {
  readonly text: string
  /** What it is, for the copy button: "image ID". */
  readonly what: string
}

/** An identifier or a checksum: whole, breakable, one press to copy. */
export function CodeValue({ text, what }: CodeValueProps) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 font-mono text-xs leading-5 break-all">{text}</code>
      <CopyButton text={text} what={what} className="-my-0.5 pointer-coarse:-my-2.5" />
    </span>
  )
}
