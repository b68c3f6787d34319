using System.Collections.Generic;
using System.Linq;

namespace Shop;

/// <summary>What a customer is about to buy. Its property Lines is being written: line 15 waits for a suggestion.</summary>
public sealed class Cart
{
    private readonly List<CartItem> _items = new List<CartItem>();

    public IReadOnlyList<CartItem> Items => _items;

    public bool IsEmpty => _items.Count == 0;

    public int Lines =>

    public int Count
    {
        get
        {
            int count = 0;
            foreach (CartItem item in _items)
            {
                count += item.Quantity;
            }

            return count;
        }
    }

    public decimal Total
    {
        get
        {
            decimal total = 0;
            foreach (CartItem item in _items)
            {
                total += item.Total;
            }

            return total;
        }
    }

    public void Add(Product product, int quantity)
    {
        CartItem existing = _items.FirstOrDefault(item => item.Product == product);
        if (existing != null)
        {
            existing.Add(quantity);
        }
        else
        {
            _items.Add(new CartItem(product, quantity));
        }
    }

    public bool Remove(Product product)
    {
        return _items.RemoveAll(item => item.Product == product) > 0;
    }

    public void Clear()
    {
        _items.Clear();
    }
}
