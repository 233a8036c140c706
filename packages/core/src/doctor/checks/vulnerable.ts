import { updateCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import { vulnerabilities, vulnerabilitiesAsOf } from '../vulnerabilities.ts'
import { isAffected, type Vulnerability } from '../vulnerability.ts'

export const vulnerable: DoctorCheck = {
  id: 'vulnerabilities',
  title: 'Known vulnerabilities of its version',
  async look({ instance, isLocal, machine, kept }) {
    const version = instance.version.current().value
    if (version === null) return unknown('Its version is not known yet.')
    if (/^0\.0\.0\b/.test(version)) return unknown(`It was built without a version: it says ${version}.`)
    const platform = isLocal ? machine.platform : null
    const found = vulnerabilities.filter((one) => isAffected(version, platform, one))
    const known = `As of ${vulnerabilitiesAsOf}`
    if (found.length === 0) return ok(`${known} none is known of ${version}. Newer reports are not asked for.`)
    const listed = found.map(toText).join('; ')
    return {
      severity: found.some(({ severity }) => severity === 'critical')
        ? 'critical'
        : found.some(({ severity }) => severity === 'high')
          ? 'warning'
          : 'info',
      evidence: `${known}, ${version} has ${found.length === 1 ? 'one' : found.length}: ${listed}.`,
      remedy: remedy('Update Ollama.', isLocal ? updateCommand(await kept()) : null),
    }
  },
}

const toText = ({ id, allows, platform }: Vulnerability): string =>
  `${id} (${platform === 'win32' ? 'on Windows, ' : ''}${allows})`
