namespace Samples;

/// <summary>A product that can be put into a cart.</summary>
public sealed record Product(string Name, decimal Price);

/// <summary>A line of a cart: a product and how many of it.</summary>
public sealed record CartLine(Product Product, int Quantity)
{
    public decimal Total => Product.Price * Quantity;
}

/// <summary>What a customer is about to buy.</summary>
public sealed class Cart
{
    private readonly List<CartLine> _lines = [];

    public IReadOnlyList<CartLine> Lines => _lines;

    public decimal Total => _lines.Sum(line => line.Total);

    public bool IsEmpty => _lines.Count == 0;

    public void Add(Product product, int quantity = 1)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);

        var index = _lines.FindIndex(line => line.Product == product);
        if (index < 0)
        {
            _lines.Add(new CartLine(product, quantity));
        }
        else
        {
            _lines[index] = _lines[index] with { Quantity = _lines[index].Quantity + quantity };
        }
    }

    public bool Remove(Product product)
    {
        var index = _lines.FindIndex(line => line.Product == product);
        if (index < 0)
        {
            return false;
        }

        _lines.RemoveAt(index);
        return true;
    }

    public CartLine? Find(string name)
    {
        foreach (var line in _lines)
        {
            if (line.Product.Name == name)
            {
                return line;
            }
        }

        return null;
    }

    public void Clear()
    {
        _lines.Clear();
    }

    public override string ToString()
    {
        return string.Join(", ", _lines.Select(line => $"{line.Quantity} x {line.Product.Name}"));
    }
}
