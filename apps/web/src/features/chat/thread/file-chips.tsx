import type { AttachedFile } from '@ollama-dashboard/contracts/attached-files'
import clsx from 'clsx'
import { ChevronDown, ChevronUp, FileText, X } from 'lucide-react'
import { useId, useState } from 'react'
import { formatCount } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'

export interface FileChipsProps {
  readonly label: string
  readonly files: readonly AttachedFile[]
  /** Undefined for what was sent. */
  readonly onRemove?: (index: number) => void
  readonly className?: string | false
}

/** The text files of a message by their names. What they hold is shown where it is asked for. */
export function FileChips({ label, files, onRemove, className }: FileChipsProps) {
  const [shown, setShown] = useState<number | null>(null)
  const content = useId()
  const file = shown === null ? undefined : files[shown]
  return (
    <div className={clsx('grid min-w-0 gap-1.5', onRemove && 'phone:pt-2.5', className)}>
      <ul aria-label={label} className="flex min-w-0 flex-wrap gap-1.5">
        {files.map(({ name, text }, index) => {
          const Chevron = shown === index ? ChevronUp : ChevronDown
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: one may be there twice
              key={`${index} ${name}`}
              className="flex max-w-full min-w-0 rounded-control border border-line bg-sunken"
            >
              <button
                type="button"
                aria-expanded={shown === index}
                aria-controls={shown === index ? content : undefined}
                title={name}
                onClick={() => setShown(shown === index ? null : index)}
                className="touch-target flex h-(--control) min-w-0 items-center gap-1.5 rounded-control px-2 text-small hover:bg-hover phone:h-11"
              >
                <FileText aria-hidden className="size-3.5 flex-none text-ink-muted" />
                <span className="truncate font-medium text-ink-strong">{name}</span>
                <span className="flex-none text-ink-faint">{linesOf(text)}</span>
                <Chevron aria-hidden className="size-3.5 flex-none text-ink-faint" />
              </button>
              {onRemove && (
                <IconButton
                  icon={X}
                  label={`Remove ${name}`}
                  className="phone:size-11"
                  onClick={() => {
                    setShown(null)
                    onRemove(index)
                  }}
                />
              )}
            </li>
          )
        })}
      </ul>
      {file && (
        <div
          id={content}
          role="group"
          aria-label={file.name}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-control border border-line bg-panel"
        >
          <pre className="p-3 font-mono text-small text-ink">{file.text}</pre>
        </div>
      )}
    </div>
  )
}

function linesOf(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n').length
  return `${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'}`
}
