import { below } from '../ask-address.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import type { Patient } from '../patient.ts'

/** A header has whole seconds, and an answer takes time. */
const tolerableSeconds = 5
const limitMs = 3000
const synchronise = 'sudo timedatectl set-ntp true'

export const clock: DoctorCheck = {
  id: 'clock',
  title: 'Clock',
  look: (patient, signal) => (patient.isLocal ? lookHere(patient, signal) : lookThere(patient, signal)),
}

/** Ollama has the same clock as the dashboard: what can be known is whether anything keeps it right. */
async function lookHere({ machine: { platform, run } }: Patient, signal: AbortSignal) {
  const same = 'Ollama and the dashboard have the same clock'
  if (platform !== 'linux') return unknown(`${same}; whether it is synchronised is not read on this system.`)
  const asked = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
    signal,
    timeoutMs: limitMs,
  })
  const told = asked.stdout.trim()
  if (told === 'yes') return ok(`${same}, and it is synchronised.`)
  if (told !== 'no') return unknown(`${same}; this system does not tell whether it is synchronised.`)
  return {
    severity: 'warning' as const,
    evidence: `${same}, and nothing synchronises it.`,
    remedy: remedy('Let it be set by network time.', synchronise),
  }
}

async function lookThere({ instance, access, ask, now }: Patient, signal: AbortSignal) {
  const before = now()
  const { header } = await ask(below(instance.url, '/api/version'), {
    ...(access.headers && { headers: access.headers }),
    ca: access.ca,
    signal,
  })
  const date = header('date')
  const theirs = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return unknown('Its answers do not tell the time.')
  // In the middle of the second that it tells, and of the time that the answer took.
  const seconds = Math.round((theirs + 500 - (before + now()) / 2) / 1000)
  if (Math.abs(seconds) <= tolerableSeconds) return ok('The clock of the server and that of the dashboard agree.')
  const amount = Math.abs(seconds).toLocaleString('en')
  return {
    severity: 'warning' as const,
    evidence: `The clock of the server is ${amount} s ${seconds > 0 ? 'ahead of' : 'behind'} that of the dashboard: times in logs and countdowns are off by that.`,
    remedy: remedy('Let both be set by network time; on Linux, on the one that is wrong:', synchronise),
  }
}
