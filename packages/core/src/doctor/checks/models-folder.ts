import { join } from 'node:path'
import { quoted } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'

const othersWrite = 0o002

export const modelsFolder: DoctorCheck = {
  id: 'models_folder',
  title: 'Models folder',
  async look({ instance, isLocal, host, machine, modeOf, variables }) {
    if (!isLocal) return unknown('The server is on another machine.')
    if (machine.platform === 'win32') return unknown('Who may write to a folder of Windows is not read.')
    const folder = (await variables())?.get('OLLAMA_MODELS') ?? host.modelsFolder(instance)
    if (folder === null) return unknown('Where it keeps its models is not known.')
    const open: string[] = []
    for (const path of [folder, join(folder, 'blobs'), join(folder, 'manifests')]) {
      const mode = await modeOf(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'failed')
      if (typeof mode === 'number') {
        if (mode & othersWrite) open.push(path)
      } else if (path === folder) {
        const why = mode === 'ENOENT' ? 'is not there' : `cannot be read by the dashboard (${mode})`
        return unknown(`${folder} ${why}.`)
      }
    }
    if (open.length === 0) return ok(`Only its owner and group may write to ${folder}.`)
    return {
      severity: 'warning',
      evidence: `Every user of this machine may write to ${open.join(', ')}, and so replace models.`,
      remedy: remedy('Take the right to write from others.', `sudo chmod -R o-w ${quoted(folder)}`),
    }
  },
}
