/** Which of the times, of which there is at least one, is the nearest. */
export function nearest(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= at) low = middle
    else high = middle
  }
  return at - (times[low] ?? 0) <= (times[high] ?? 0) - at ? low : high
}
