import { clock } from './checks/clock.ts'
import { cloud } from './checks/cloud.ts'
import { dashboardAccess, dashboardData } from './checks/dashboard.ts'
import { disk } from './checks/disk.ts'
import { gpu } from './checks/gpu.ts'
import { modelsFolder } from './checks/models-folder.ts'
import { network } from './checks/network.ts'
import { origins } from './checks/origins.ts'
import { parallel } from './checks/parallel.ts'
import { reachable } from './checks/reachable.ts'
import { vulnerable } from './checks/vulnerable.ts'
import type { DoctorCheck } from './doctor-check.ts'

/** In the order in which they are told. */
export const checks: readonly DoctorCheck[] = [
  reachable,
  network,
  origins,
  vulnerable,
  cloud,
  modelsFolder,
  gpu,
  parallel,
  disk,
  clock,
  dashboardAccess,
  dashboardData,
]
