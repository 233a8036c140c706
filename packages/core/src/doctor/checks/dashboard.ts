import { join, resolve } from 'node:path'
import { quoted } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'

const othersEnter = 0o001
const othersRead = 0o004

export const dashboardAccess: DoctorCheck = {
  id: 'dashboard_access',
  title: 'Access to the dashboard',
  isOfDashboard: true,
  look({ exposure, needsKey }) {
    if (!exposure) return unknown('Where it listens is not known.')
    const { address, isLoopback, isTls, isBehindProxy } = exposure
    if (!needsKey && isLoopback) {
      return isBehindProxy
        ? unknown(`It listens on ${address} without keys, behind a proxy: whoever that lets in is an admin.`)
        : ok(`It listens on ${address}: only this machine reaches it, and nobody needs a key.`)
    }
    if (!needsKey) {
      return {
        severity: 'critical',
        evidence: `It listens on ${address}, and whoever reaches it is an admin.`,
        remedy: remedy('Set a key where the dashboard is started.', 'API_KEY_ADMIN="$(openssl rand -hex 24)"'),
      }
    }
    if (isTls || isLoopback) return ok(`It listens on ${address}, requires a key${isTls ? ', and uses TLS' : ''}.`)
    if (isBehindProxy) return unknown(`It listens on ${address} without TLS, behind a proxy: use TLS there.`)
    return {
      severity: 'warning',
      evidence: `It listens on ${address} without TLS: keys and chats cross the network as plain text.`,
      remedy: remedy('Set TLS_CERT_FILE and TLS_KEY_FILE, or put a proxy with TLS in front and let HOST be 127.0.0.1.'),
    }
  },
}

export const dashboardData: DoctorCheck = {
  id: 'dashboard_data',
  title: "The dashboard's data folder",
  isOfDashboard: true,
  async look({ dataDir, machine, modeOf }) {
    const folder = resolve(dataDir)
    if (machine.platform === 'win32') return unknown('Who may read a folder of Windows is not read.')
    const mode = await modeOf(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (mode === null) return ok(`${folder} is not there yet. It is made for its owner alone.`)
    if ((mode & othersEnter) === 0) return ok(`Other users of this machine cannot enter ${folder}.`)
    const readable: string[] = []
    for (const name of await machine.list(folder)) {
      if ((await modeOf(join(folder, name))) & othersRead) readable.push(name)
    }
    if (readable.length === 0) return ok(`Other users of this machine can read nothing in ${folder}.`)
    const shown = readable.slice(0, 3).join(', ')
    const rest = readable.length > 3 ? ` and ${readable.length - 3} more` : ''
    return {
      severity: 'warning',
      evidence: `Every user of this machine may read ${shown}${rest} in ${folder}.`,
      remedy: remedy('Keep it to its owner.', `chmod 700 ${quoted(folder)}`),
    }
  },
}
