namespace Samples.Algorithms;

/// <summary>A directed graph with weighted edges.</summary>
public sealed class Graph<TNode>
    where TNode : notnull
{
    private readonly Dictionary<TNode, List<Edge<TNode>>> _edges = new();

    public int Count => _edges.Count;

    public IEnumerable<TNode> Nodes => _edges.Keys;

    public void AddNode(TNode node)
    {
        _edges.TryAdd(node, new List<Edge<TNode>>());
    }

    public void AddEdge(TNode from, TNode to, int weight)
    {
        if (weight < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(weight));
        }

        AddNode(from);
        AddNode(to);
        _edges[from].Add(new Edge<TNode>(to, weight));
    }

    /// <summary>All nodes that can be reached from a node, nearest first.</summary>
    public IReadOnlyList<TNode> Reachable(TNode start)
    {
        var seen = new HashSet<TNode> { start };
        var queue = new Queue<TNode>();
        var result = new List<TNode>();
        queue.Enqueue(start);

        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            result.Add(node);
            foreach (var edge in _edges[node])
            {
                if (seen.Add(edge.To))
                {
                    queue.Enqueue(edge.To);
                }
            }
        }

        return result;
    }

    /// <summary>The length of the shortest path, or null when there is none.</summary>
    public int? Distance(TNode from, TNode to)
    {
        var distances = new Dictionary<TNode, int> { [from] = 0 };
        var queue = new PriorityQueue<TNode, int>();
        queue.Enqueue(from, 0);

        while (queue.TryDequeue(out var node, out var distance))
        {
            if (node.Equals(to))
            {
                return distance;
            }

            foreach (var edge in _edges[node])
            {
                var candidate = distance + edge.Weight;
                if (!distances.TryGetValue(edge.To, out var known) || candidate < known)
                {
                    distances[edge.To] = candidate;
                    queue.Enqueue(edge.To, candidate);
                }
            }
        }

        return null;
    }
}

/// <summary>An edge to a node.</summary>
public readonly record struct Edge<TNode>(TNode To, int Weight);
