import { CopyIconButton } from './copy-button.tsx'

/** A command for a terminal, to be copied. */
export const Command = ({ children }: { readonly children: string }) => (
  <div className="flex min-h-11 items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3">
    <code className="min-w-0 flex-1 text-small leading-4.5 wrap-anywhere text-ink">{children}</code>
    <CopyIconButton text={children} label="Copy command" />
  </div>
)
