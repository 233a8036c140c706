/** The built-in roles, least to most trusted. Each may do everything that those before it may do. */
export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** Who may call an endpoint: anyone, or who has its permission, as this built-in role has and those after it. */
export type Access = 'open' | Role

export const grants = (held: Role, needed: Role): boolean => roles.indexOf(held) >= roles.indexOf(needed)

/** Token buckets, named after the operation types of the contract. Endpoints that share a bucket share one allowance. */
export const buckets = ['model_operations', 'model_pull', 'background_updates'] as const
export type Bucket = (typeof buckets)[number]

/** What a person at the page has in place of some of them: allowances that nobody who clicks meets. */
export const interactiveBuckets = ['interactive_operations', 'interactive_pull'] as const
export type InteractiveBucket = (typeof interactiveBuckets)[number]
