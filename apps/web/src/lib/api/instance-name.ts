/** Which Ollama server; undefined means the default one. */
export type InstanceName = string | undefined

/** The part of a query that names it. */
export const instanceQuery = (instance: InstanceName) => (instance === undefined ? {} : { instance })
