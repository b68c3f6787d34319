// Checks JSON values against the protocol's machine-readable model (metaModel.json of LSP 3.18).

/** The types of a metaModel.json, and whether a value fits one. */
export class MetaModel {
  #structures;
  #enumerations;
  #aliases;
  #properties = new Map();

  constructor(model) {
    this.requests = byName(model.requests, 'method');
    this.notifications = byName(model.notifications, 'method');
    this.#structures = byName(model.structures, 'name');
    this.#enumerations = byName(model.enumerations, 'name');
    this.#aliases = byName(model.typeAliases, 'name');
  }

  /** What is wrong with `value` as a `type` of the model: sentences that begin with `path`; none when it fits. */
  problems(type, value, path) {
    switch (type.kind) {
      case 'base': return fitsBase(type.name, value) ? [] : [`${path} is ${show(value)} and not a ${type.name}`];
      case 'stringLiteral':
      case 'integerLiteral':
      case 'booleanLiteral': return value === type.value ? [] : [`${path} is ${show(value)} and not ${show(type.value)}`];
      case 'reference': return this.#referenceProblems(type.name, value, path);
      case 'literal': return this.#objectProblems(type.value.properties, value, path, 'literal');
      case 'array': return this.#arrayProblems(type, value, path);
      case 'tuple': return this.#tupleProblems(type, value, path);
      case 'map': return this.#mapProblems(type, value, path);
      case 'or': return this.#unionProblems(type, value, path);
      case 'and': return this.#objectProblems(type.items.flatMap(item => this.#propertiesOf(item.name)), value, path, 'intersection');
      default: throw new Error(`The model has a type of kind '${type.kind}', which this check does not know.`);
    }
  }

  #referenceProblems(name, value, path) {
    // LSPAny is any JSON value; walking the alias would only say so slowly.
    if (name === 'LSPAny') return value === undefined ? [`${path} is missing`] : [];
    if (this.#aliases.has(name)) return this.problems(this.#aliases.get(name).type, value, path);
    if (this.#enumerations.has(name)) return this.#enumerationProblems(this.#enumerations.get(name), value, path);
    return this.#objectProblems(this.#propertiesOf(name), value, path, name);
  }

  #enumerationProblems(enumeration, value, path) {
    if (!fitsBase(enumeration.type.name, value)) return [`${path} is ${show(value)} and not a ${enumeration.type.name}`];
    const known = enumeration.supportsCustomValues || enumeration.values.some(one => one.value === value);
    return known ? [] : [`${path} is ${show(value)}, which ${enumeration.name} does not have`];
  }

  /** A structure is checked strictly: members the model does not know are problems too. */
  #objectProblems(properties, value, path, name) {
    if (!isObject(value)) return [`${path} is ${show(value)} and not a ${name}`];
    const known = new Map(properties.map(property => [property.name, property]));
    const unknown = Object.keys(value).filter(key => !known.has(key)).map(key => `${path}.${key} is not a member of ${name}`);
    const wrong = [...known.values()].flatMap(property => {
      if (!(property.name in value)) return property.optional ? [] : [`${path}.${property.name} is missing (${name})`];
      return this.problems(property.type, value[property.name], `${path}.${property.name}`);
    });
    return [...unknown, ...wrong];
  }

  #arrayProblems(type, value, path) {
    if (!Array.isArray(value)) return [`${path} is ${show(value)} and not an array`];
    return value.flatMap((element, index) => this.problems(type.element, element, `${path}[${index}]`));
  }

  #tupleProblems(type, value, path) {
    if (!Array.isArray(value) || value.length !== type.items.length) return [`${path} is ${show(value)} and not ${type.items.length} values`];
    return type.items.flatMap((item, index) => this.problems(item, value[index], `${path}[${index}]`));
  }

  #mapProblems(type, value, path) {
    if (!isObject(value)) return [`${path} is ${show(value)} and not a map`];
    return Object.entries(value).flatMap(([key, element]) => this.problems(type.value, element, `${path}[${JSON.stringify(key)}]`));
  }

  /** Unions carry no discriminator; the branch with the fewest problems is the one that was meant. */
  #unionProblems(type, value, path) {
    let fewest;
    for (const item of type.items) {
      const found = this.problems(item, value, path);
      if (found.length === 0) return [];
      if (!fewest || found.length < fewest.length) fewest = found;
    }
    return fewest;
  }

  #propertiesOf(name) {
    if (!this.#properties.has(name)) {
      const structure = this.#structures.get(name);
      if (!structure) throw new Error(`The model refers to '${name}' and does not define it.`);
      const parents = [...(structure.extends ?? []), ...(structure.mixins ?? [])];
      // A structure's own property replaces its parent's of the same name.
      const merged = new Map(parents.flatMap(parent => this.#propertiesOf(parent.name)).concat(structure.properties).map(one => [one.name, one]));
      this.#properties.set(name, [...merged.values()]);
    }
    return this.#properties.get(name);
  }
}

function byName(list, key) {
  return new Map(list.map(one => [one[key], one]));
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fitsBase(name, value) {
  switch (name) {
    case 'URI':
    case 'DocumentUri': return typeof value === 'string' && URL.canParse(value);
    case 'string':
    case 'RegExp': return typeof value === 'string';
    case 'integer': return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
    case 'uinteger': return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
    case 'decimal': return typeof value === 'number';
    case 'boolean': return typeof value === 'boolean';
    case 'null': return value === null;
    default: throw new Error(`The model has a base type '${name}', which this check does not know.`);
  }
}

function show(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
