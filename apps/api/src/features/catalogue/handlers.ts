import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const catalogueHandlers: HandlersOf<'catalogue'> = ({ core: { catalogue } }) => ({
  list: async ({ query }, { context }) => serialized(await catalogue.list(context, query)),
})
