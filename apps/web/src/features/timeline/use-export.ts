import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { saveCsv } from '../../lib/files/save-file.ts'
import { notify } from '../../lib/notices.ts'
import { readAll } from './queries.ts'
import { timelineCsv } from './timeline-csv.ts'
import type { TimelineFilters } from './timeline-search.ts'

/** Saves what the filters let through to a file on this computer. Leaving the page ends it. */
export function useExport(filters: TimelineFilters) {
  const going = useRef<AbortController | null>(null)
  useEffect(() => () => going.current?.abort(), [])
  return useMutation({
    async mutationFn() {
      const own = new AbortController()
      going.current = own
      saveCsv('timeline', timelineCsv(await readAll(filters, own.signal)))
    },
    onError(error) {
      if (!going.current?.signal.aborted) notify({ kind: 'broken', title: 'The timeline could not be exported', error })
    },
  })
}
