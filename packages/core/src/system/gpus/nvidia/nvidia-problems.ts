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
    hint: 'Load the driver (sudo modprobe nvidia). After an update of the kernel, install the driver again and reboot.',
  },
  {
    text: 'driver/library version mismatch',
    message: 'The NVIDIA driver was updated, and the old one is still loaded.',
    hint: 'Reboot. In a container, restart the container after the host.',
  },
  {
    text: 'gpu access blocked by the operating system',
    message: 'Windows does not let WSL use the GPU.',
    hint: 'Update the NVIDIA driver of Windows, then run wsl --update and wsl --shutdown.',
  },
  {
    text: 'gpu is lost',
    message: 'An NVIDIA GPU has stopped answering.',
    hint: 'Reboot. If it comes back, check its power supply, its temperature and its slot.',
  },
  {
    text: 'fallen off the bus',
    message: 'An NVIDIA GPU has stopped answering.',
    hint: 'Reboot. If it comes back, check its power supply, its temperature and its slot.',
  },
  {
    text: 'requires reset',
    message: 'An NVIDIA GPU must be reset before it can be used.',
    hint: 'Stop the programs that use it, then run sudo nvidia-smi --gpu-reset, or reboot.',
  },
  {
    text: 'no devices were found',
    message: 'The NVIDIA driver runs and finds no GPU.',
    hint: 'Reboot, and look for errors with: sudo dmesg | grep -i nvrm. A container needs --gpus all.',
  },
  {
    text: 'insufficient permissions',
    message: 'nvidia-smi may not read all figures of the GPU.',
    hint: 'Run the dashboard as a user who may. In a container on a GPU with MIG, give it the device or the whole GPU.',
  },
  {
    text: 'failed to initialize nvml: unknown error',
    message: 'The container has lost its access to the GPU.',
    hint: 'Restart the container. To keep it from happening, name the devices (--device /dev/nvidia0 and so on).',
  },
  {
    text: 'failed to initialize nvml: driver not loaded',
    message: 'The NVIDIA driver is not loaded.',
    hint: 'Load the driver (sudo modprobe nvidia), or install it again.',
  },
  {
    text: "couldn't find libnvidia-ml.so",
    message: "nvidia-smi does not find the driver's library (libnvidia-ml.so).",
    hint: 'Install the driver again. A container needs --gpus all and the NVIDIA container toolkit on the host.',
  },
  {
    text: 'unknown error',
    message: 'An NVIDIA GPU does not answer.',
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
    hint: 'Run nvidia-smi yourself to see more.',
  }
}

export const nvidiaTooSlow: GpuProblem = {
  message: 'nvidia-smi did not answer in time.',
  hint: 'Keep the driver loaded (sudo nvidia-smi -pm 1). If it still hangs, look for errors with: sudo dmesg | grep -i nvrm',
}

export const nvidiaSmiMissing: GpuProblem = {
  message: 'An NVIDIA GPU is here, and nvidia-smi is not: its memory cannot be read.',
  hint: 'Install nvidia-smi (package nvidia-utils of your driver). A container needs --gpus all.',
}

export const nvidiaDriverTooOld = (version: string): GpuProblem => ({
  message: `Ollama cannot use the GPU with an NVIDIA driver as old as ${version}.`,
  hint: 'Install a newer driver: 550 or newer, and 570 for cards of the GTX 900 and 1000 series. Older cards run no models.',
})

export const nvidiaComputesNothing: GpuProblem = {
  message: 'The NVIDIA GPU is set to run no programs that compute (compute mode "Prohibited").',
  hint: 'Allow them with sudo nvidia-smi -c DEFAULT. A virtual GPU needs a profile for computing, such as one that ends with Q or C.',
}
