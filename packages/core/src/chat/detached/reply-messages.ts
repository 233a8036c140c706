import type { ErrorCode, ReplyBegun, ReplyEvent, ServerSentEvent } from '@ollama-dashboard/contracts'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { DashboardError } from '../../kernel/errors.ts'
import { problemOf } from '../../kernel/problems/problem.ts'

/** What one replica hears of replies: questions about those that it writes, and answers to its own. */
export const repliesOf = (replica: string): string => `replies ${replica}`

/** Asks for what has come of a reply from a part on, as soon as something has. */
const Ask = Type.Object({
  ask: Type.String(),
  reply: Type.String(),
  /** Whoever asks again under this name does not wait for the answer before. */
  follower: Type.String(),
  from: Type.Integer({ minimum: 0 }),
})
export type Ask = Static<typeof Ask>

/** `waiting` tells that nothing has come yet, `unknown` that this replica does not write such a reply. */
const Answer = Type.Object({
  answer: Type.String(),
  begun: Type.Optional(Type.Unsafe<ReplyBegun>(Type.Object({}))),
  event: Type.Optional(Type.Unsafe<ServerSentEvent<ReplyEvent>>(Type.Object({ event: Type.String() }))),
  failure: Type.Optional(Type.Unsafe<ToldFailure>(Type.Object({ code: Type.String(), message: Type.String() }))),
  isUnknown: Type.Optional(Type.Boolean()),
})
export type Answer = Static<typeof Answer>

interface ToldFailure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
  readonly details?: DashboardError['details']
}

export const isAsk = (message: unknown): message is Ask => Value.Check(Ask, message)
export const isAnswer = (message: unknown): message is Answer => Value.Check(Answer, message)

export function toldFailure(failure: unknown): ToldFailure {
  const { code, detail: message, hint } = problemOf(failure, '')
  const details = failure instanceof DashboardError ? failure.details : {}
  return { code, message, ...(hint !== undefined && { hint }), details }
}

export const failureOf = ({ code, message, ...more }: ToldFailure): DashboardError =>
  new DashboardError(code, message, more)
