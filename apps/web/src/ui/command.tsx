import { CopyIconButton } from './copy-button.tsx'

export interface CommandProps {
  readonly children: string
  /** What the button that copies it is called. */
  readonly label?: string
  readonly onCopied?: () => void
}

/** A command for a terminal, or another text that has to be exact, to be copied. */
export const Command = ({ children, label = 'Copy command', onCopied }: CommandProps) => (
  <div
    className="flex min-h-11 items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3"
    // Selected by hand.
    onCopy={onCopied}
  >
    <code className="min-w-0 flex-1 text-small leading-4.5 wrap-anywhere text-ink">{children}</code>
    <CopyIconButton text={children} label={label} onCopied={onCopied} />
  </div>
)
