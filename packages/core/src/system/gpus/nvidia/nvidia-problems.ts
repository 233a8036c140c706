import type { GpuProblem } from '../detected-gpu.ts'

interface Known {
  /** Lower case; part of what nvidia-smi prints. */
  readonly text: string
  readonly message: string
  readonly hint: string
}

/** What nvidia-smi and NVML print when something is wrong, as people posted it, with the remedy that helped them. */
const known: readonly Known[] = [
  {
    text: "couldn't communicate with the nvidia driver",
    message: 'nvidia-smi cannot reach the NVIDIA driver.',
    hint: 'Load the driver (sudo modprobe nvidia). After a kernel update, reinstall the driver and reboot.',
  },
  {
    text: 'driver/library version mismatch',
    message: 'The NVIDIA driver was updated, and the old one is still loaded.',
    hint: 'Reboot the host. If the dashboard runs in a container, restart the container afterwards.',
  },
  {
    text: 'gpu access blocked by the operating system',
    message: 'Windows blocks GPU access for WSL.',
    hint: 'Update the NVIDIA driver of Windows, then run wsl --update and wsl --shutdown.',
  },
  {
    text: 'gpu is lost',
    message: 'An NVIDIA GPU has stopped responding.',
    hint: 'Reboot. If it happens again, check the power supply, temperature and slot of the GPU.',
  },
  {
    text: 'fallen off the bus',
    message: 'An NVIDIA GPU has stopped responding.',
    hint: 'Reboot. If it happens again, check the power supply, temperature and slot of the GPU.',
  },
  {
    text: 'requires reset',
    message: 'An NVIDIA GPU must be reset before it can be used.',
    hint: 'Stop the programs that use it, then run sudo nvidia-smi --gpu-reset, or reboot.',
  },
  {
    text: 'no devices were found',
    message: 'The NVIDIA driver is running but finds no GPU.',
    hint: 'Reboot, and look for errors with: sudo dmesg | grep -i nvrm. A container needs --gpus all.',
  },
  {
    text: 'insufficient permissions',
    message: 'nvidia-smi has no permission to read all metrics of the GPU.',
    hint: 'Run the dashboard as a user with that permission. In a container on a GPU with MIG, pass the MIG device or the whole GPU.',
  },
  {
    text: 'failed to initialize nvml: unknown error',
    message: 'The container has lost access to the GPU.',
    hint: 'Restart the container. To prevent this, pass each device (--device /dev/nvidia0 and so on).',
  },
  {
    text: 'failed to initialize nvml: driver not loaded',
    message: 'The NVIDIA driver is not loaded.',
    hint: 'Load the driver (sudo modprobe nvidia), or reinstall it.',
  },
  {
    text: "couldn't find libnvidia-ml.so",
    message: 'nvidia-smi cannot find the driver library (libnvidia-ml.so).',
    hint: 'Reinstall the driver. A container needs --gpus all and the NVIDIA container toolkit on the host.',
  },
  {
    text: 'unknown error',
    message: 'An NVIDIA GPU is not responding.',
    hint: 'Reboot, and look for errors with: sudo dmesg | grep -i nvrm',
  },
]

const maxShown = 200

/** What is known of a message of nvidia-smi, else the beginning of its first line. */
export function explainNvidiaProblem(text: string): GpuProblem {
  const cut = text.slice(0, 4096)
  const lower = cut.toLowerCase()
  const found = known.find((one) => lower.includes(one.text))
  if (found) return { message: found.message, hint: found.hint }
  const line = cut.split('\n').find((one) => one.trim() !== '') ?? ''
  const said = line.trim().slice(0, maxShown)
  return {
    message: said === '' ? 'nvidia-smi failed without a message.' : `nvidia-smi failed: ${said}`,
    hint: 'Run nvidia-smi in a terminal for details.',
  }
}

export const nvidiaTooSlow: GpuProblem = {
  message: 'nvidia-smi timed out.',
  hint: 'Keep the driver loaded (sudo nvidia-smi -pm 1). If it still hangs, look for errors with: sudo dmesg | grep -i nvrm',
}

export const nvidiaSmiMissing: GpuProblem = {
  message: 'There is an NVIDIA GPU but no nvidia-smi, so its memory cannot be read.',
  hint: 'Install nvidia-smi (package nvidia-utils of your driver). A container needs --gpus all.',
}

export const nvidiaDriverTooOld = (version: string): GpuProblem => ({
  message: `NVIDIA driver ${version} is too old for Ollama.`,
  hint: 'Install driver 550 or newer, or 570 or newer for the GTX 900 and 1000 series. Older cards cannot run models.',
})

export const nvidiaComputesNothing: GpuProblem = {
  message: 'The NVIDIA GPU does not allow compute programs (compute mode "Prohibited").',
  hint: 'Allow them with sudo nvidia-smi -c DEFAULT. A virtual GPU needs a compute profile, whose name ends in Q or C.',
}
