import { serialized } from '../../http/answers/serialized.ts'
import type { HandlersOf } from '../features.ts'

export const catalogueHandlers: HandlersOf<'catalogue'> = ({ core: { catalogue } }) => ({
  list: async ({ query }) => serialized(await catalogue.list(query, query.instance)),
})
