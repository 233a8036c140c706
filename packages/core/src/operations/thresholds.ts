/** In seconds. What takes longer is an anomaly. */
const thresholds: Readonly<Record<string, number | null>> = {
  start: 30,
  stop: 5,
  delete: 10,
  // How long a download takes is a matter of its size; one that stands still fails by itself.
  pull: null,
}

/** Every order the page shows: what people do first, then what the dashboard does by itself. */
const order = ['start', 'stop', 'restart', 'pull', 'delete', 'copy', 'chat']

const isCollector = (operation: string): boolean => operation.startsWith('collector:')

export function thresholdOf(operation: string): number | null {
  const own = thresholds[operation]
  if (own !== undefined) return own
  return isCollector(operation) ? 5 : 60
}

const rankOf = (operation: string): number => {
  const rank = order.indexOf(operation)
  return rank < 0 ? order.length : rank
}

/** Sorts operations as people read them. */
export const inOrder = (a: string, b: string): number => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)
