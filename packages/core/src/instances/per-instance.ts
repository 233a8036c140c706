import type { Instance } from './instance.ts'

/** What is known of each server, made when it is first asked for. It is gone with its server. */
export function perInstance<T>(make: (instance: Instance) => T): (instance: Instance) => T {
  const made = new WeakMap<Instance, { readonly value: T }>()
  return (instance) => {
    const known = made.get(instance)
    if (known) return known.value
    const value = make(instance)
    made.set(instance, { value })
    return value
  }
}
