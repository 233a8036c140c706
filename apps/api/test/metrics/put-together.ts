import { isMetric, withoutSelectors } from './named-metrics.ts'

/** A metric in a query of PromQL, and what puts its series together first. */
export interface PutTogether {
  readonly metric: string
  /** Such as `sum`; null where each series stays. */
  readonly by: string | null
  /** Whether series that differ in this label become one. */
  merges(label: string): boolean
}

const token =
  /\b(?:(?<by>sum|max|min|avg|count|group)\s*(?:(?<clause>by|without)\s*\((?<labels>[^)]*)\)\s*)?\(|(?<name>[a-zA-Z_:][\w:]*)(?<call>\s*\()?)|(?<bracket>[()])/g

type Whole = Omit<PutTogether, 'metric'>

export function putTogether(query: string): readonly PutTogether[] {
  const found: PutTogether[] = []
  const around: (Whole | null)[] = []
  for (const { groups = {} } of withoutSelectors(query).matchAll(token)) {
    const { by, clause, labels = '', name, call, bracket } = groups
    if (bracket === ')') around.pop()
    else if (by) around.push(wholeOf(by, clause, labels))
    else if (bracket || call) around.push(null)
    else if (name && isMetric(name)) {
      found.push({ metric: name, ...(around.findLast((one) => one !== null) ?? { by: null, merges: () => false }) })
    }
  }
  return found
}

function wholeOf(by: string, clause: string | undefined, labels: string): Whole {
  const named = new Set(labels.split(',').map((label) => label.trim()))
  return { by, merges: (label) => (clause === undefined ? true : named.has(label) === (clause === 'without')) }
}
