import clsx from 'clsx'
import { use } from 'react'
import type { Span } from '../period.ts'
import { percentOf } from '../plot/percent-of.ts'
import { MarksContext } from './chart-mark.ts'

const colours = {
  plain: 'border-ink-faint text-ink-faint',
  attention: 'border-attention text-attention',
  broken: 'border-broken text-broken',
} as const

/** When something happened, through the curves. The panel of what happened has the words. */
export function MarkLines({ span }: { readonly span: Span }) {
  const marks = use(MarksContext)
  return marks
    .filter(({ at }) => at >= span.from && at <= span.to)
    .map(({ id, at, until, tone }) => {
      const left = percentOf(span, at)
      return (
        <div key={id} aria-hidden className={clsx('pointer-events-none', colours[tone])}>
          {until !== null && (
            <div
              style={{ left: `${left}%`, width: `${percentOf(span, until) - left}%` }}
              className="absolute inset-y-0 bg-current opacity-[0.07]"
            />
          )}
          <div
            style={{ left: `${left}%` }}
            className="absolute inset-y-0 -translate-x-1/2 border-l border-dashed border-inherit"
          />
          {/* A flag, so that it is no crosshair. */}
          <div
            style={{ left: `${left}%` }}
            className="absolute top-0 size-1.75 -translate-x-1/2 -translate-y-1/2 rotate-45 rounded-[1px] bg-current forced-color-adjust-none"
          />
        </div>
      )
    })
}
