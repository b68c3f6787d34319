/** The section `fathom` of the settings. */
export type Section = Record<string, unknown>;

/**
 * What the server is told of the settings.
 * @param section all settings with their defaults.
 * @param isSet whether the user has set one; the server knows better defaults than this extension where one depends on another setting.
 * @param key of the back end, which is in no setting; undefined where there is none.
 */
export function serverSettings(section: Section, isSet: (name: string) => boolean, key: string | undefined): object {
  // What this extension itself needs to find the server and to log is of no interest to the server.
  const { server: _, trace: __, timeBudgetMs, backend, ...settings } = section;
  return {
    ...settings,
    ...isSet('timeBudgetMs') ? { timeBudgetMs } : {},
    backend: key === undefined ? backend : { ...backend as Section, key },
  };
}

/**
 * What the server is told when it starts. What it is told then stands wherever it is told nothing later, as of a time budget that the user sets no more;
 * it asks for the settings once more as soon as it runs.
 */
export function settingsAtStart(settings: object): object {
  const { timeBudgetMs: _, ...lasting } = settings as Section;
  return lasting;
}
