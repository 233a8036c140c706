import { afterEach, expect, test, vi } from 'vitest'
import { saveFile } from '../src/lib/files/save-file.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a file that is saved can be read after the click, as Safari does, and is let go of later', () => {
  vi.useFakeTimers()
  const clicked: HTMLAnchorElement[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this)
  })
  const revoke = vi.spyOn(URL, 'revokeObjectURL')
  saveFile('model_settings.json', '{}', 'application/json')
  const [link] = clicked
  expect(link?.download).toBe('model_settings.json')
  vi.advanceTimersByTime(5000)
  expect(revoke).not.toHaveBeenCalled()
  vi.advanceTimersByTime(600_000)
  expect(revoke).toHaveBeenCalledExactlyOnceWith(link?.href)
})
