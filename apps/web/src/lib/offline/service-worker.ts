import { basePath } from '../api/base-path.ts'
import { lookForNewVersion } from './new-version.ts'

/**
 * Has the browser keep the files of the page, so that it opens while the dashboard is away. Browsers do so on a trusted
 * connection alone: over https, or on this machine.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const options = { scope: `${basePath}/`, updateViaCache: 'none' } as const
  try {
    const registration = await navigator.serviceWorker.register(`${basePath}/service-worker.js`, options)
    const follow = () => followInstallation(registration.installing)
    follow()
    registration.addEventListener('updatefound', follow)
    // Installed before anybody could follow.
    if (registration.waiting) void lookForNewVersion()
  } catch {
    // Forbidden here, as storage may be: then the page opens only while the dashboard answers.
  }
}

function followInstallation(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed') void lookForNewVersion()
  })
}
