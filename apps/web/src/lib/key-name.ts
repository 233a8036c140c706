/** What people call a key by its id: `API_KEY_VIEWER` for `env:viewer`, as its variable is called; others as they are. */
export function keyName(id: string): string {
  if (id === 'generated:admin') return 'the generated admin key'
  const role = /^env:(\w+)$/.exec(id)?.[1]
  return role === undefined ? id : `API_KEY_${role.toUpperCase()}`
}
