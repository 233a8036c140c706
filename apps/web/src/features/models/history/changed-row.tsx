import type { ChangedSetting } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { formatSetting, isShown, settingWords } from '../../../lib/models/setting-fields.ts'

/** A setting before and after. */
export function ChangedRow({ setting, before, after }: ChangedSetting) {
  if (!isShown(setting)) return null
  const from = formatSetting(setting, before)
  const to = formatSetting(setting, after)
  const isTall = isLong(from) || isLong(to)
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

/** More than what fits into some four lines; a prompt may have thousands of characters. */
const isLong = (text: string | null): boolean => text !== null && (text.length > 120 || text.split('\n').length > 4)

function Value({ text }: { readonly text: string | null }) {
  const [isWhole, setWhole] = useState(false)
  if (text === null) return <span className="text-ink-faint">Not saved</span>
  return (
    <>
      <span className={clsx('wrap-anywhere whitespace-pre-wrap', isLong(text) && !isWhole && 'line-clamp-4')}>
        {text}
      </span>
      {isLong(text) && (
        <button
          type="button"
          aria-expanded={isWhole}
          className="touch-target text-small text-accent-text"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  )
}
