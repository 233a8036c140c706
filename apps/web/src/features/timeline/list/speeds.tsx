import type { SpeedChange } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ModelName } from '../../../parts/model-name.tsx'

/** From here on a model is told to be slower, as the alert does. */
const slowerPercent = -10

const rate = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 })

const changeWords = (percent: number): string =>
  `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(Math.round(percent))} %`

/** How fast models were before and after a new version. */
export const Speeds = ({ speeds }: { readonly speeds: readonly SpeedChange[] }) => (
  <div className="w-full max-w-140 overflow-x-auto rounded-control border border-line bg-panel">
    <table className="w-full border-collapse tabular-nums">
      <caption className="sr-only">Tokens per second before and after, median</caption>
      <thead>
        <tr className="h-8 text-small text-ink-muted [&>th]:px-3 [&>th]:font-medium">
          <th scope="col" className="text-left">
            Tokens/s
          </th>
          <th scope="col" className="text-right">
            Before
          </th>
          <th scope="col" className="text-right">
            After
          </th>
          <th scope="col" className="text-right">
            Change
          </th>
        </tr>
      </thead>
      <tbody>
        {speeds.map(({ model, before, after, change_percent }) => (
          <tr key={model} className="border-t border-line [&>*]:px-3 [&>*]:py-1.5">
            <th scope="row" className="min-w-0 text-left font-normal">
              <ModelName name={model} whole className="text-small" />
            </th>
            <td className="text-right text-ink-muted">{rate(before)}</td>
            <td className="text-right font-medium text-ink-strong">
              {after === null ? <span className="font-normal text-ink-faint">Not measured yet</span> : rate(after)}
            </td>
            <td
              className={clsx(
                'text-right whitespace-nowrap',
                change_percent !== null && change_percent <= slowerPercent
                  ? 'font-medium text-ink-strong'
                  : 'text-ink-muted',
              )}
            >
              {change_percent === null ? '—' : changeWords(change_percent)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
