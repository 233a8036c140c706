import type { SettingReason } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { Check, Lightbulb } from 'lucide-react'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatSetting } from '../../../lib/models/setting-fields.ts'
import { Button } from '../../../ui/button.tsx'

export interface RecommendedLineProps {
  readonly reason: SettingReason
  /** It is what was typed. */
  readonly isChosen: boolean
  readonly needs: Missing | null
  readonly label: string
  readonly onUse: () => void
}

/** The recommended value, why, and the way to take it. */
export function RecommendedLine({ reason, isChosen, needs, label, onUse }: RecommendedLineProps) {
  const { field, value, why, source } = reason
  return (
    <div className="col-span-full mt-1 flex items-center gap-2 rounded-control bg-accent-soft py-1.5 pr-1.5 pl-2.5 text-small leading-4.25 text-ink phone:py-2 phone:pr-2 phone:pl-3 phone:text-base phone:leading-4.75">
      <Lightbulb aria-hidden className="size-3.5 flex-none text-accent-text" />
      <p className="min-w-0 flex-1">
        <b
          className={clsx(
            'font-strong text-accent-text tabular-nums',
            typeof value === 'number' ? 'whitespace-nowrap' : 'wrap-anywhere',
          )}
        >
          {formatSetting(field, value)}
        </b>
        : {midSentence(why)} <SourceLink source={source} />
      </p>
      {isChosen ? (
        <span className="flex flex-none items-center gap-[5px] pr-1.5 text-ok-text">
          <Check aria-hidden className="size-3.5" />
          Applied
        </span>
      ) : (
        <Button
          size="small"
          needs={needs}
          onClick={onUse}
          aria-label={`Apply recommended ${label}${needs === null ? '' : ` ${needs.short}`}`}
        >
          Apply
        </Button>
      )}
    </div>
  )
}

/** Without the capital letter of a sentence, where that is not the one of a name. */
const midSentence = (sentence: string): string =>
  sentence.replace(/^(?:A|An|Does|Full|Largest|Max|The|What) /, (article) => article.toLowerCase())

/** What the publisher says, where that is on the web. */
export function SourceLink({ source }: { readonly source: string | undefined }) {
  const address = source !== undefined && URL.canParse(source) ? new URL(source) : null
  if (!address || !/^https?:$/.test(address.protocol)) return null
  return (
    <a
      href={address.href}
      target="_blank"
      rel="noopener noreferrer"
      className="touch-target text-accent-text underline underline-offset-2"
    >
      {address.hostname.replace(/^www\./, '')}
    </a>
  )
}
