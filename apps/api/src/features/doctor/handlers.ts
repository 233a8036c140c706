import type { HandlersOf } from '../features.ts'

export const doctorHandlers: HandlersOf<'doctor'> = ({ core: { doctor } }) => ({
  check: ({ query }, { context }) => doctor.check(context, query),
})
