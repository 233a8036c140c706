import { ExternalLink } from 'lucide-react'
import { settingWords } from '../../../lib/models/setting-fields.ts'
import type { ReasonedLines } from '../model-defaults.ts'

/** Why values are recommended, and where that stands. */
export function Reason({ why, source, lines }: ReasonedLines) {
  const of = lines.map(({ field }) => settingWords[field].label).join(', ')
  return (
    <>
      {why}
      {source !== null && /^https?:\/\//.test(source) && (
        <>
          {' '}
          <a
            href={source}
            target="_blank"
            rel="noopener noreferrer"
            className="touch-target inline-flex items-baseline gap-1 font-medium whitespace-nowrap text-accent-text hover:underline"
          >
            Source
            <span className="sr-only"> of {of}, in a new tab</span>
            <ExternalLink aria-hidden className="size-3 self-center" />
          </a>
        </>
      )}
    </>
  )
}
