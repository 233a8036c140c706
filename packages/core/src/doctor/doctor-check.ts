import type { DoctorFinding } from '@ollama-dashboard/contracts'
import type { Patient } from './patient.ts'

/** What one check found. */
export type Verdict = Pick<DoctorFinding, 'severity' | 'evidence' | 'remedy'>
export type Remedy = NonNullable<Verdict['remedy']>

/** Something that can be wrong with an Ollama, its host or the dashboard. */
export interface DoctorCheck {
  readonly id: string
  readonly title: string
  /** Whether it is about the dashboard itself, and so also holds for a simulated server. */
  readonly isOfDashboard?: true
  /** Throws whatever keeps it from knowing. */
  look(patient: Patient, signal: AbortSignal): Promise<Verdict> | Verdict
}

export const ok = (evidence: string): Verdict => ({ severity: 'ok', evidence, remedy: null })

/** It cannot tell, and says why. That is never as good as `ok`. */
export const unknown = (evidence: string, remedy: Remedy | null = null): Verdict => ({
  severity: 'unknown',
  evidence,
  remedy,
})

export const remedy = (text: string, command: string | null = null): Remedy => ({ text, command })
