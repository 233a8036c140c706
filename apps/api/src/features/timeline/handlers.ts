import type { HandlersOf } from '../features.ts'

export const timelineHandlers: HandlersOf<'timeline'> = ({ core: { timeline } }) => ({
  list: ({ query }, { context }) => timeline.list(context, query),
})
