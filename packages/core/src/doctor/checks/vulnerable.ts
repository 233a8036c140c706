import { isAtLeast } from '../../ollama/version.ts'
import { updateCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import { type Vulnerability, vulnerabilities, vulnerabilitiesAsOf } from '../vulnerabilities.ts'

type Version = readonly [number, number, number]

export const vulnerable: DoctorCheck = {
  id: 'vulnerabilities',
  title: 'Known vulnerabilities of its version',
  async look({ instance, isLocal, kept }) {
    const version = instance.version.current().value
    if (version === null) return unknown('Its version is not known yet.')
    if (/^0\.0\.0\b/.test(version)) return unknown(`It was built without a version: it says ${version}.`)
    const found = vulnerabilities.filter((one) => isAffected(version, one))
    const known = `As of ${vulnerabilitiesAsOf}`
    if (found.length === 0) return ok(`${known} none is known of ${version}. Newer reports are not asked for.`)
    const listed = found.map(({ id, allows }) => `${id} (${allows})`).join('; ')
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

function isAffected(version: string, { fixedIn, lastAffected }: Vulnerability): boolean {
  if (fixedIn !== undefined) return !isAtLeast(version, partsOf(fixedIn))
  const [major, minor, patch] = partsOf(lastAffected ?? '')
  return !isAtLeast(version, [major, minor, patch + 1])
}

function partsOf(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return [major, minor, patch]
}
