/** Why there is no server, in one sentence that names the remedy, and which button helps. */
export interface Problem {
  message: string;
  remedy: 'dotnet' | 'settings' | 'log';
}

/** Thrown where the server cannot be started and trying again by itself would not help. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}
