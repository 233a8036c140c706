import { LRUCache } from 'lru-cache'

/** A server that tells something else each time does not fill the memory. */
const maxModels = 10_000

/**
 * What is known of the models of one server, those used last. It takes memory for what it holds alone: with `max`, each of a
 * thousand servers would take that of ten thousand models from the start.
 */
export const createServerCache = <T extends {}>(): LRUCache<string, T> =>
  new LRUCache({ maxSize: maxModels, sizeCalculation: () => 1 })
