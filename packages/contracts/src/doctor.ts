import { type Static, Type } from '@sinclair/typebox'
import { InstanceName, Named, Nullable, OnInstance, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { StringEnum } from './string-enum.ts'

export const findingSeverities = ['ok', 'info', 'warning', 'critical', 'unknown'] as const
export type FindingSeverity = (typeof findingSeverities)[number]

const Remedy = Named('Remedy', {
  text: Type.String(),
  command: Nullable(
    Type.String({ description: 'For the machine that it is about, as it is set up now; null if there is none' }),
  ),
})

export const DoctorFinding = Named('DoctorFinding', {
  id: Type.String({ description: 'The same for the same check', examples: ['network', 'origins', 'vulnerabilities'] }),
  title: Type.String(),
  severity: StringEnum(findingSeverities, {
    title: 'FindingSeverity',
    description: '`unknown`: it could not be looked at, for the reason that the evidence gives',
  }),
  evidence: Type.String({ description: 'What was seen, or why nothing could be' }),
  remedy: Nullable(Remedy, { description: 'Null if there is nothing to do' }),
})
export type DoctorFinding = Static<typeof DoctorFinding>

export const DoctorReport = Named('DoctorReport', {
  instance: InstanceName,
  checked_at: Timestamp,
  findings: Type.Array(DoctorFinding, { description: 'One for each check, always in the same order' }),
})
export type DoctorReport = Static<typeof DoctorReport>

export const doctor = defineEndpoints({
  check: {
    method: 'GET',
    path: '/api/doctor',
    access: 'admin',
    summary: 'Check an Ollama server, its host and the dashboard for what is unsafe or badly set up',
    query: OnInstance,
    status: 200,
    response: DoctorReport,
    errors: ['instance_not_found'],
  },
})
