import { randomUUID } from 'node:crypto'

const PREFIX = `conformance-${randomUUID().slice(0, 8)}`

/** A name no model of the server has; the suite deletes what is left of such a name. */
export const temporaryName = (purpose: string): string => `${PREFIX}-${purpose}`

export const isTemporary = (name: string): boolean => name.startsWith(`${PREFIX}-`)
