import { createNotifier } from '../../../lib/notifier.ts'

const storageKey = 'monitor-marks'
const changes = createNotifier()
let isShown = shownBefore()

function shownBefore(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

/** Whether charts mark what happened, as the person chose it at the last visit. */
export const useMarksShown = (): boolean => changes.use(() => isShown)

export function showMarks(shown: boolean): void {
  isShown = shown
  try {
    localStorage.setItem(storageKey, shown ? 'on' : 'off')
  } catch {
    // The choice holds while the page is open.
  }
  changes.notify()
}
