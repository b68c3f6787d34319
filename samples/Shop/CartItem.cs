namespace Shop;

/// <summary>A product in a cart and how many of it.</summary>
public sealed class CartItem
{
    public CartItem(Product product, int quantity)
    {
        Product = product;
        Quantity = quantity;
    }

    public Product Product { get; }

    public int Quantity { get; private set; }

    public decimal Total => Product.Price * Quantity;

    public void Add(int quantity)
    {
        if (quantity <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(quantity));
        }

        Quantity += quantity;
    }
}
