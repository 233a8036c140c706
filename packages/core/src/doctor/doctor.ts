import type { DoctorFinding, DoctorReport } from '@ollama-dashboard/contracts'
import type { InstanceAddress } from '../instances/connect-instance.ts'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp, withinMs } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { checks } from './checks.ts'
import { demoVerdicts } from './demo-verdicts.ts'
import { type DoctorCheck, unknown, type Verdict } from './doctor-check.ts'
import { createPatient, type DoctorTools, type Patient, type PatientOptions } from './patient.ts'

export interface DoctorOptions extends PatientOptions {
  readonly instances: Instances
  /** The servers as they were given, with what lets the dashboard in. */
  readonly addresses: readonly Pick<InstanceAddress, 'name' | 'access'>[]
  readonly clock: Clock
  readonly background: Pick<Background, 'failed'>
  readonly tools: DoctorTools
}

export interface Doctor {
  /** Looks for what is set up badly or unsafely, at one server, its host and the dashboard: 10 s at most, however little answers. */
  check(context: CallContext, input: InstanceInput): Promise<DoctorReport>
}

/** For one check. It is generous: finding a manager alone may ask several programs. */
const checkLimitMs = 10_000

export function createDoctor(options: DoctorOptions): Doctor {
  const { instances, addresses, clock, background, tools } = options

  async function finding(check: DoctorCheck, patient: Patient, signal: AbortSignal): Promise<DoctorFinding> {
    const { id, title } = check
    const isSimulated = patient.instance.demo !== null && !check.isOfDashboard
    const verdict = isSimulated ? demoVerdicts(id) : await verdictOf(check, patient, signal)
    return { id, title, ...verdict }
  }

  /** What hangs does not keep the others, and what fails does not know. */
  async function verdictOf(check: DoctorCheck, patient: Patient, signal: AbortSignal): Promise<Verdict> {
    const late = new AbortController()
    let verdict: Verdict = unknown(`The check did not end within ${checkLimitMs / 1000} s.`)
    const looking = (async () => check.look(patient, AbortSignal.any([signal, late.signal])))().then(
      (told) => {
        verdict = told
      },
      (error: unknown) => {
        signal.throwIfAborted()
        if (late.signal.aborted) return
        verdict = unknown(reasonOf(error))
        if (!isForeseen(error)) background.failed(`the check "${check.id}"`, error)
      },
    )
    await withinMs(clock, checkLimitMs, looking)
    late.abort()
    signal.throwIfAborted()
    return verdict
  }

  return {
    async check(context, input) {
      const { signal } = context
      const instance = instances.find(input.instance)
      const access = addresses.find(({ name }) => name === instance.name)?.access ?? {}
      const patient = createPatient(instance, options, { tools, access, now: clock.now, context })
      const findings = await Promise.all(checks.map((check) => finding(check, patient, signal)))
      return { instance: instance.name, checked_at: timestamp(clock.now()), findings }
    },
  }
}

/** Errors of the system have a code: they are why something cannot be known. */
const isForeseen = (error: unknown): boolean =>
  error instanceof DashboardError || (error instanceof Error && 'code' in error)

function reasonOf(error: unknown): string {
  if (error instanceof DashboardError) return error.message
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? `It cannot be read (${code}).` : 'The check failed.'
}
