import { CopyButton } from '../../../ui/copy-button.tsx'

export interface TextTabProps {
  readonly text: string | null
  /** What to say where there is none. */
  readonly empty: string
}

export function TextTab({ text, empty }: TextTabProps) {
  if (text === null) return <p className="text-ink-muted">{empty}</p>
  return (
    <div className="grid min-w-0 gap-2">
      <div className="-mt-2 -mr-2 flex justify-end">
        <CopyButton text={text}>Copy</CopyButton>
      </div>
      <pre className="min-w-0 rounded-panel border border-line bg-sunken p-3 font-mono text-small leading-4.75 whitespace-pre-wrap wrap-anywhere text-ink">
        {text}
      </pre>
    </div>
  )
}
