import { Command, CommanderError } from "commander";
import { formatError, UserError } from "../errors.ts";
import { version } from "../version.ts";
import type { ExitCode, Io } from "./io.ts";

type AddCommand = (program: Command, io: Io, done: (code: ExitCode) => void) => void;

/** Each command's code is loaded when it is asked for: the daemon need not carry the demo. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  serve: async () => (await import("./serve.ts")).addServe,
  plan: async () => (await import("./plan.ts")).addPlan,
  run: async () => (await import("./run.ts")).addRun,
  render: async () => (await import("./render.ts")).addRender,
  validate: async () => (await import("./validate.ts")).addValidate,
  doctor: async () => (await import("./doctor.ts")).addDoctor,
  webhooks: async () => (await import("./webhooks.ts")).addWebhooks,
  events: async () => (await import("./events.ts")).addEvents,
  emulate: async () => (await import("./emulate.ts")).addEmulate,
  demo: async () => (await import("./demo.ts")).addDemo,
};

/** Parses the arguments, runs one command and returns its exit code. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command("penops")
    .description("A Penpot design file changes, and a pull request that people like to review appears.")
    .version(version)
    .option("-c, --config <file>", "the configuration (default: config/penops.yaml where it exists)")
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .showHelpAfterError("Try --help.")
    .exitOverride();
  const named = Object.keys(COMMANDS).filter((name) => args.includes(name));
  for (const name of named.length > 0 ? named : Object.keys(COMMANDS)) {
    const add = await COMMANDS[name]?.();
    add?.(program, io, (result) => {
      code = result;
    });
  }
  settle(program, io);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.err(`${formatError(error)}\n`);
    return error instanceof UserError ? 2 : 1;
  }
}

/** Commands below commands end and print the same way. */
function settle(program: Command, io: Io): void {
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
    settle(command, io);
  }
}
