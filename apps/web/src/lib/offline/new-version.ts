import { RotateCw } from 'lucide-react'
import { basePath } from '../api/base-path.ts'
import { toasts } from '../notices.ts'

let isOffered = false

/** Whether the dashboard serves another version of the page than this one. What a proxy says in its place tells nothing. */
export function isOtherVersion(html: string, page: Document): boolean {
  const served = new DOMParser().parseFromString(html, 'text/html')
  const script = scriptOf(served)
  return served.querySelector('meta[name="base-path"]') !== null && script !== null && script !== scriptOf(page)
}

/** The first script of a version: its name changes with every part of it. */
const scriptOf = (page: Document): string | null =>
  page.querySelector('script[type="module"]')?.getAttribute('src') ?? null

/**
 * Offers to read the page anew, once, where the dashboard was updated since it was opened. In a page that is of the version
 * served now, the files that the browser keeps become those of this version too.
 */
export async function lookForNewVersion(): Promise<void> {
  let isUpdated: boolean
  try {
    const answer = await fetch(`${basePath}/`, { headers: { accept: 'text/html' }, cache: 'no-cache' })
    if (!answer.ok) return
    isUpdated = isOtherVersion(await answer.text(), document)
  } catch {
    // It is away: its answers say so, and this is asked again when it is back.
    return
  }
  const registration = await navigator.serviceWorker?.getRegistration()
  if (!isUpdated) return registration?.waiting?.postMessage('take over')
  if (isOffered) return
  isOffered = true
  toasts.add({
    title: 'A new version is ready',
    type: 'ok',
    timeout: 0,
    data: { action: { label: 'Reload', icon: RotateCw, run: () => location.reload() } },
  })
}
