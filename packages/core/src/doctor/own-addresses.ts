import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** More than these are bridges of containers and tunnels, and tell the same. */
const maxAddresses = 6

/** By which others on a network reach this machine. Those of one link alone (`fe80::…`) are left out: they need its name. */
export function ownAddresses(interfaces = networkInterfaces()): readonly string[] {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? [])
  const reachable = all.filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
  const [v4, v6] = [
    reachable.filter(({ address }) => isIPv4(address)),
    reachable.filter(({ address }) => isIPv6(address)),
  ]
  return [...v4, ...v6].slice(0, maxAddresses).map(({ address }) => address)
}

const inside = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  // Of providers that share addresses, and of Tailscale: RFC 6598.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  inside.addSubnet(network, prefix, 'ipv6')

/** Whether the whole internet knows the way to an address, as far as no firewall stands in it. */
export const isPublic = (address: string): boolean => !inside.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
