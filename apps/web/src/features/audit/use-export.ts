import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../../lib/api/api.ts'
import { saveFile } from '../../lib/files/save-file.ts'
import { notify } from '../../lib/notices.ts'
import { type AuditFilters, queryOf } from './audit-search.ts'

/** A server that has not sent a line for so long sends no more. */
const silentMs = 30_000

/** Saves the entries that the filters let through to a file on this computer, as lines of JSON; `cancel` gives up. */
export function useExport(filters: AuditFilters) {
  const going = useRef<AbortController | null>(null)
  useEffect(() => () => going.current?.abort(), [])
  const { mutate, isPending } = useMutation({
    async mutationFn() {
      const own = new AbortController()
      going.current = own
      const lines = await readAll(filters, own)
      // In local time it would be that of whoever exports, which the file does not tell.
      saveFile(`audit-${new Date().toISOString().slice(0, 10)}.jsonl`, lines.join(''), 'application/x-ndjson')
    },
    onError: (error) => {
      if (going.current?.signal.reason !== cancelled)
        notify({ kind: 'broken', title: 'The audit log could not be exported', error })
    },
  })
  return { start: () => mutate(), cancel: () => going.current?.abort(cancelled), isPending }
}

const cancelled = new DOMException('Cancelled', 'AbortError')

/** Lines as they stand in the log: both are written by JSON.stringify, so their hashes can be checked again. */
async function readAll(filters: AuditFilters, own: AbortController): Promise<readonly string[]> {
  const lines: string[] = []
  const silence = () =>
    setTimeout(() => own.abort(new Error('The dashboard stopped sending in the middle of the file.')), silentMs)
  let timer = silence()
  try {
    for await (const entry of api.audit.export({ query: queryOf(filters, Date.now()) }, { signal: own.signal })) {
      lines.push(`${JSON.stringify(entry)}\n`)
      clearTimeout(timer)
      timer = silence()
    }
  } finally {
    clearTimeout(timer)
  }
  return lines
}
