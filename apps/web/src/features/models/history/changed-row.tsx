import type { ChangedSetting } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ArrowRight } from 'lucide-react'
import { formatSetting, isShown, settingWords } from '../../../lib/models/setting-fields.ts'
import { isLong, LongText } from '../../../ui/long-text.tsx'

/** A setting before and after. */
export function ChangedRow({ setting, before, after }: ChangedSetting) {
  if (!isShown(setting)) return null
  const from = formatSetting(setting, before)
  const to = formatSetting(setting, after)
  const isTall = (from !== null && isLong(from)) || (to !== null && isLong(to))
  return (
    <tr
      className={clsx(
        '[&>*]:py-1 [&>*]:align-top phone:grid',
        isTall
          ? 'phone:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]'
          : 'phone:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_auto_minmax(0,1fr)]',
      )}
    >
      <th
        scope="row"
        className={clsx(
          'w-[30%] pr-4 text-left font-normal text-ink-muted phone:w-auto',
          isTall && 'phone:col-span-full',
        )}
      >
        {settingWords[setting].label}
      </th>
      <td className="w-[32%] text-ink-muted phone:w-auto">
        <Value text={from} />
      </td>
      <td className="w-9 px-2.5 phone:w-auto">
        <ArrowRight aria-hidden className="mt-[3px] size-3.5 text-ink-faint" />
      </td>
      <td className="text-ink-strong">
        <Value text={to} />
      </td>
    </tr>
  )
}

const Value = ({ text }: { readonly text: string | null }) =>
  text === null ? <span className="text-ink-faint">Not saved</span> : <LongText text={text} />
