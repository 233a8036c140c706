import { isAtLeast } from '../../ollama/version.ts'
import { below } from '../ask-address.ts'
import { beforeCommand, setVariableCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import type { Patient } from '../patient.ts'

export const cloud: DoctorCheck = {
  id: 'cloud',
  title: 'Cloud models',
  async look(patient, signal) {
    const { instance, isLocal, access, ask, kept } = patient
    const version = instance.version.current().value
    if (version !== null && !isAtLeast(version, [0, 12, 0])) return ok(`${version} has no cloud models.`)
    const { status, text } = await ask(below(instance.url, '/api/status'), {
      ...(access.headers && { headers: access.headers }),
      ca: access.ca,
      signal,
    })
    if (status === 404) return unknown(`${version ?? 'This version'} does not tell: that begins with 0.16.2.`)
    const disabled = readStatus(text)
    if (status !== 200 || disabled === null) return unknown(`It answered with status ${status}, and did not tell.`)
    if (disabled) return ok('They are off: nothing that is asked leaves the server.')
    const how = isLocal ? await kept() : null
    return {
      severity: 'info',
      evidence: `They are on: prompts to a cloud model are sent to ollama.com. ${installed(patient)}`,
      remedy: remedy(
        `Turn them off if nothing may leave your machines.${how ? beforeCommand(how) : ''}`,
        how && setVariableCommand(how, 'OLLAMA_NO_CLOUD', '1'),
      ),
    }
  },
}

function installed(patient: Patient): string {
  const value = patient.installed()
  if (value === null) return 'Which models are installed is not known yet.'
  const remote = value.filter(({ remote }) => remote).map(({ name }) => name)
  if (remote.length === 0) return 'None is installed.'
  const shown = remote.slice(0, 3).join(', ')
  return `Installed: ${remote.length > 3 ? `${shown} and ${remote.length - 3} more` : shown}.`
}

/** Whether cloud models are off; null where the answer is of another form. Source: `StatusHandler` of Ollama. */
function readStatus(text: string): boolean | null {
  try {
    const { cloud } = JSON.parse(text) as { cloud?: { disabled?: unknown } }
    return typeof cloud?.disabled === 'boolean' ? cloud.disabled : null
  } catch {
    return null
  }
}
