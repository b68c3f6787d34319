namespace Shop;

/// <summary>Something that can be bought.</summary>
public sealed class Product
{
    public Product(string name, decimal price, string category)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (price < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(price), price, "A price cannot be negative.");
        }

        Name = name;
        Price = price;
        Category = category;
    }

    public string Name { get; }

    public decimal Price { get; }

    public string Category { get; }

    public override string ToString() => $"{Name} ({Price:F2})";
}
