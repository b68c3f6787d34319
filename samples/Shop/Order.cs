using System;
using System.Collections.Generic;

namespace Shop;

public enum OrderState
{
    Open,
    Paid,
    Shipped,
    Cancelled,
}

/// <summary>A cart that was paid for, or is about to be.</summary>
public sealed class Order
{
    private readonly List<CartItem> _items;

    public Order(int number, string customer, IEnumerable<CartItem> items)
    {
        Number = number;
        Customer = customer ?? throw new ArgumentNullException(nameof(customer));
        _items = new List<CartItem>(items);
        State = OrderState.Open;
    }

    public int Number { get; }

    public string Customer { get; }

    public OrderState State { get; private set; }

    public void Pay()
    {
        if (State != OrderState.Open)
        {
            throw new InvalidOperationException("Only an open order can be paid.");
        }

        State = OrderState.Paid;
    }

    public void Ship()
    {
        if (State != OrderState.Paid)
        {
            throw new InvalidOperationException("Only a paid order can be shipped.");
        }

        State = OrderState.Shipped;
    }

    public void Cancel()
    {
        if (State == OrderState.Shipped)
        {
            throw new InvalidOperationException("A shipped order cannot be cancelled.");
        }

        State = OrderState.Cancelled;
    }
}
