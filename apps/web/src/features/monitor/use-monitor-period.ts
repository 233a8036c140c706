import type { HistoryRange } from '@ollama-dashboard/contracts'
import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import { changedSearch } from '../../lib/address-search.ts'
import type { Period } from '../../lib/queries/system.ts'
import type { MonitorSearch } from './monitor-search.ts'
import { closer, rangeAround, type Span, spanOf, wider, windowOf } from './period.ts'
import type { Zoom } from './plot/zoom-context.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many times somebody zoomed in to get here: so many steps back lead out again. */
    zooms?: number
  }
}

const route = getRouteApi('/monitor')

/** Which time the page shows, as its address says it. */
export function useMonitorPeriod(): Period {
  const { range, from, to } = route.useSearch()
  return useMemo(
    () => (from !== undefined && to !== undefined ? { from, to } : { range: range ?? '15m' }),
    [range, from, to],
  )
}

const addressOf = (period: Period): Pick<MonitorSearch, 'range' | 'from' | 'to'> =>
  'range' in period ? (period.range === '15m' ? {} : { range: period.range }) : period

/** Changes which time the page shows. `span` is what it shows now, and ends of ranges are at `now`; in seconds. */
export function useZoom(period: Period, span: Span, now: number): Zoom & { readonly show: (period: Period) => void } {
  const navigate = route.useNavigate()
  const { history } = useRouter()
  const zooms = useLocation({ select: ({ state }) => state.zooms ?? 0 })
  const go = (next: Period, { zooms, replace = false }: { readonly zooms: number; readonly replace?: boolean }) =>
    void navigate({
      replace,
      resetScroll: false,
      search: (before) =>
        changedSearch(before, { range: undefined, from: undefined, to: undefined, ...addressOf(next) }),
      state: { zooms },
    })
  const zoomTo = (next: Span) => go(windowOf(next, now), { zooms: zooms + 1 })

  return {
    show: (next) => go(next, { zooms: 0 }),
    to: zoomTo,
    closer: (around) => zoomTo(closer(span, around)),
    wider() {
      const next = wider(period, now)
      if (next) go(next, { zooms: 0 })
    },
    back() {
      if (zooms > 0) history.back()
      // Whoever came by an address has nothing to go back to.
      else if (!('range' in period)) go({ range: outerRange(period, now) }, { zooms: 0, replace: true })
    },
  }
}

const outerRange = (period: Period, now: number): HistoryRange => rangeAround(spanOf(period, now), now)
